"""The stages in order: gather everything, then render, then write, then check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.agreement import agreed_manifest
from sitegen.assets import gather_assets
from sitegen.bodies import Bodies
from sitegen.checks import References, check_addresses, check_headers, check_links, check_sizes
from sitegen.content import read_site
from sitegen.files import read_memory, write_memory, write_whole
from sitegen.headers import headers_text, worker_headers
from sitegen.offline import assets_id, service_worker, web_manifest_output
from sitegen.output import HEADERS, SERVICE_WORKER, write
from sitegen.pages import read_pages
from sitegen.practices.hosts import origins_delivered
from sitegen.practices.worker import worker_json
from sitegen.render import Renderer, robots_output, sitemap_output
from sitegen.runtime import gather_runtime
from sitegen.speculation import speculation_output
from sitegen.stamps import Digests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.content import Page, Site
    from sitegen.output import Output, Report
    from sitegen.practices.schema import Manifest
    from sitegen.project import Project


def build(project: Project) -> Report:
    """Writes the site. Raises BuildError.

    There is no memory from the first write to the last check: a build that stops, or is stopped, leaves none.
    """
    memory = project.cache / "build.json"
    digests = Digests(project)
    manifest = agreed_manifest(project, digests)
    site = read_site(project)
    pages = [dated(page, manifest) for page in read_pages(project)]
    references = References(project)
    with Bodies(project, pages) as bodies:
        outputs, kept, assets = gather(project, site, manifest, pages, bodies, digests)
        check_addresses(outputs, project)
        known = read_memory(memory)
        memory.unlink(missing_ok=True)
        report = write(outputs, project.output, known, prepare=bodies.prepare, notice=references.notice)
    outside = check_links(outputs, references, project, origins_delivered(manifest))
    headers = headers_text(manifest, outside)
    check_headers(headers)
    check_sizes(report.sizes)
    write_whole(project.output / HEADERS, headers.encode())
    script = service_worker(project, site, kept, digests, assets=assets, headers=headers)
    write_whole(project.output / SERVICE_WORKER, script)
    digests.remember()
    write_memory(memory, report.memory)
    return report


def gather(
    project: Project, site: Site, manifest: Manifest, pages: Sequence[Page], bodies: Bodies, digests: Digests
) -> tuple[list[Output], list[str], str]:
    """All outputs but the last two; the addresses of those that a device keeps, and the id of what pages load."""
    assets = gather_assets(project)
    runtime = gather_runtime(project, worker_json(manifest), worker_headers(manifest), digests)
    renderer = Renderer(project, site, manifest, assets=assets, runtime=runtime, digests=digests)
    web_manifest = web_manifest_output(site, assets)
    loaded = [*assets.outputs, *runtime.outputs, web_manifest, speculation_output()]
    outputs = [*renderer.outputs(pages, bodies), *loaded, sitemap_output(site, pages), robots_output(site)]
    kept = [*(page.url for page in pages if page.offline), *(output.url for output in loaded)]
    return outputs, kept, assets_id(assets, runtime)


def dated(page: Page, manifest: Manifest) -> Page:
    """A page that the manifest speaks through is as old as the manifest says."""
    return replace(page, updated=manifest.site.updated) if page.template in {"privacy", "cookies"} else page
