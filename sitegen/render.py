"""Stage four: pages from Markdown and templates."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, TemplateError
from jinja2.exceptions import TemplateSyntaxError

from linkepix.web.templating import environment
from sitegen.credits import read_credits
from sitegen.dependencies import Dependencies
from sitegen.errors import BuildError, in_source
from sitegen.files import files_below
from sitegen.offline import assets_id
from sitegen.output import Output, fingerprint
from sitegen.policy import policy_of, policy_outputs, teach
from sitegen.practices.worker import worker_practices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.assets import Assets
    from sitegen.bodies import Bodies
    from sitegen.content import Page, Site
    from sitegen.practices.schema import Manifest
    from sitegen.project import Project
    from sitegen.runtime import Runtime
    from sitegen.stamps import Digests


APPLICATION = "/app/"
"""Pages below it have a first state; other pages are the same for every visitor."""


@dataclass(frozen=True, slots=True)
class _Template:
    """`sources` are its file and all that it extends, includes and imports; `mark` is a fingerprint of them."""

    name: str
    sources: tuple[Path, ...]
    mark: str


class Renderer:
    """Renders pages; knows what each depends on, so that only what changed is rendered again."""

    def __init__(  # noqa: PLR0913 - all that a page may speak of
        self,
        project: Project,
        site: Site,
        manifest: Manifest,
        *,
        assets: Assets,
        runtime: Runtime,
        digests: Digests,
        model: str,
    ) -> None:
        """`model` is what finding the subject of a picture loads, in megabytes."""
        self._project = project
        self._digests = digests
        self._manifest = manifest
        self._practices = worker_practices(manifest)
        credited = read_credits(project)
        self._shared = {
            "credits": credited,
            "site": site,
            "runtime": runtime,
            "model_megabytes": model,
            "assets": assets_id(assets, runtime),
            "manifest": manifest,
            "policy": policy_of(manifest),
        }
        self._environment = teach(environment(FileSystemLoader(project.templates)))
        self._environment.globals["asset"] = assets.address
        self._environment.bytecode_cache = bytecode_cache(project)
        self._common = fingerprint(
            repr(site),
            repr(manifest),
            repr(credited),
            runtime.worker,
            runtime.megabytes,
            model,
            repr(sorted(assets.addresses.items())),
        )
        self._dependencies = Dependencies(project, self._environment, digests)
        self._templates: dict[str, _Template] = {}

    def outputs(self, pages: Iterable[Page], bodies: Bodies) -> list[Output]:
        texts = files_below(self._project.templates / "pages/policy")
        mark = fingerprint(self._common, self._code, *map(self._digests.of, texts))
        policy = policy_outputs(self._environment, self._manifest, mark)
        found = [self._page_output(page, bodies) for page in pages]
        self._dependencies.remember()
        return [*found, *policy]

    def _page_output(self, page: Page, bodies: Bodies) -> Output:
        template = self._template(page)
        mark = fingerprint(template.mark, page.mark)
        sources = (Path(page.source), *template.sources)
        return Output(page.path, mark, partial(self._render, page, template.name, bodies), sources, page.url)

    def _render(self, page: Page, template: str, bodies: Bodies) -> bytes:
        body = bodies.of(page)
        state = self._first_state(page)
        try:
            html = self._environment.get_template(template).render(page=page, body=body, **self._shared, **state)
        except (TemplateError, LookupError) as error:
            raise self._located(page, error) from error
        return html.encode()

    def _first_state(self, page: Page) -> dict[str, object]:
        """Import late: forms and all that they need take a third of a build that renders no page of the application."""
        if not page.url.startswith(APPLICATION):
            return {}
        from linkepix.web.view_models import first_state  # noqa: PLC0415

        return first_state(self._environment, page.template, self._practices)

    def _located(self, page: Page, error: Exception) -> BuildError:
        """Jinja rewrites its traceback to the template's own lines: the last of them is the place."""
        if isinstance(error, TemplateSyntaxError):
            return in_source(self._project, error)
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if Path(frame.filename).is_relative_to(self._project.templates)]
        if not own:
            return BuildError(self._project.name_of(Path(page.source)), 1, str(error))
        name = self._project.name_of(Path(own[-1].filename))
        return BuildError(name, own[-1].lineno or 1, f"{error} (in {self._project.name_of(Path(page.source))})")

    def _template(self, page: Page) -> _Template:
        """What a template depends on is looked up once, however many pages there are."""
        if page.template not in self._templates:
            name = f"pages/{page.template}.html"
            sources = self._sources(page, name)
            mark = fingerprint(self._common, self._code, *map(self._digests.of, sources))
            self._templates[page.template] = _Template(name, sources, mark)
        return self._templates[page.template]

    def _sources(self, page: Page, name: str) -> tuple[Path, ...]:
        """Files of a template and of all that it is made of. Raises BuildError if one is missing."""
        try:
            return tuple(self._project.templates / other for other in self._dependencies.of(name))
        except FileNotFoundError as error:
            missing = Path(error.filename).relative_to(self._project.templates).as_posix()
            place = self._project.name_of(Path(page.source))
            raise BuildError(place, 1, f"no template is called {missing!r}") from error
        except TemplateSyntaxError as error:
            raise self._located(page, error) from error

    @cached_property
    def _code(self) -> str:
        """A page's first state comes from our package, the rest from Jinja and others: a page depends on all of it."""
        sources = [*files_below(self._project.package), *files_below(Path(__file__).parent)]
        digests = (self._digests.of(path) for path in sources if path.endswith(".py"))
        return fingerprint(*self._project.libraries, *digests)


def bytecode_cache(project: Project) -> FileSystemBytecodeCache:
    """Compiling templates is most of what rendering costs. Jinja itself sees when a source has changed."""
    folder = project.cache / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def sitemap_output(site: Site, pages: Iterable[Page]) -> Output:
    rows = [(page.url, page.updated) for page in pages if page.indexed]
    entries = "".join(
        f"<url><loc>{escape(site.address + url, quote=False)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for url, day in rows
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
    return Output("sitemap.xml", fingerprint(text), text.encode, url="/sitemap.xml")


def robots_output(site: Site) -> Output:
    text = f"User-agent: *\nAllow: /\nSitemap: {site.address}/sitemap.xml\n"
    return Output("robots.txt", fingerprint(text), text.encode, url="/robots.txt")
