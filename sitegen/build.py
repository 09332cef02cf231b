"""The stages in order: gather everything, then render, then write, then check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.agreement import agreed_manifest
from sitegen.assets import gather_assets
from sitegen.bodies import Bodies
from sitegen.checks import References, check_addresses, check_headers, check_links, check_sizes
from sitegen.codecs import gather_codecs, with_pixel_worker
from sitegen.content import read_site
from sitegen.files import recall, remember, write_whole
from sitegen.headers import headers_text, pixel_headers, worker_headers
from sitegen.lexicon import lexicon_output
from sitegen.offline import assets_id, service_worker, web_manifest_output
from sitegen.output import HEADERS, SERVICE_WORKER, write
from sitegen.pages import read_pages
from sitegen.practices.hosts import origins_delivered
from sitegen.practices.worker import worker_json
from sitegen.render import Renderer, robots_output, sitemap_output
from sitegen.runtime import gather_runtime
from sitegen.scripts import shipped_scripts
from sitegen.speculation import speculation_output
from sitegen.stamps import Digests

if TYPE_CHECKING:
    from sitegen.content import Page
    from sitegen.output import Report
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
    scripts = shipped_scripts(project)
    codecs = gather_codecs(project, scripts, pixel_headers(), digests)
    assets = gather_assets(project, with_pixel_worker(scripts, codecs.worker))
    lexicon = lexicon_output(project, digests)
    runtime = gather_runtime(project, scripts, worker_json(manifest), worker_headers(manifest), lexicon, digests)
    model = codecs.background_megabytes
    renderer = Renderer(project, site, manifest, assets=assets, runtime=runtime, digests=digests, model=model)
    loaded = [
        *assets.outputs,
        *runtime.outputs,
        *codecs.scripts,
        web_manifest_output(site, assets),
        speculation_output(),
    ]
    with Bodies(project, pages) as bodies:
        listed = [sitemap_output(site, pages), robots_output(site)]
        late = [lexicon, runtime.late, *codecs.late]
        outputs = [*renderer.outputs(pages, bodies), *loaded, *late, *codecs.licences, *listed]
        check_addresses(outputs, project)
        known = recall(memory, dict[str, tuple[str, int]]) or {}
        memory.unlink(missing_ok=True)
        report = write(outputs, project.output, known, prepare=bodies.prepare, notice=references.notice)
    outside = check_links(outputs, references, project, origins_delivered(manifest))
    headers = headers_text(manifest, outside)
    check_headers(headers)
    check_sizes(report.sizes)
    write_whole(project.output / HEADERS, headers.encode())
    script = scripts["js/sw-off.js"]
    if site.offline:
        kept = [*(page.url for page in pages if page.offline), *(output.url for output in loaded)]
        names = {"assets": assets_id(assets, runtime), "headers": headers}
        stored_late = [output.url for output in late]
        script = service_worker(scripts["js/sw.js"], project.output, kept, stored_late, digests, **names)
    write_whole(project.output / SERVICE_WORKER, script)
    digests.remember()
    remember(memory, report.memory)
    return report


def dated(page: Page, manifest: Manifest) -> Page:
    """A page that the manifest speaks through is as old as the manifest says."""
    return replace(page, updated=manifest.site.updated) if page.template in {"privacy", "cookies"} else page
