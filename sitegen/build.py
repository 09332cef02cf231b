"""The stages in order: gather everything, then render, then write, then check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.assets import gather_assets
from sitegen.checks import check_addresses, check_headers, check_links, check_sizes
from sitegen.content import read_pages, read_site
from sitegen.files import read_memory, write_memory, write_whole
from sitegen.headers import headers_text
from sitegen.output import HEADERS, write
from sitegen.practices.drift import check_drift
from sitegen.practices.hosts import origins_delivered
from sitegen.practices.reading import read_manifest
from sitegen.practices.schema import MANIFEST
from sitegen.practices.worker import worker_json
from sitegen.render import Renderer, robots_output, sitemap_output
from sitegen.runtime import gather_runtime

if TYPE_CHECKING:
    from sitegen.content import Page
    from sitegen.output import Output, Report
    from sitegen.practices.schema import Manifest
    from sitegen.project import Project


def build(project: Project) -> Report:
    """Writes the site. Raises BuildError.

    There is no memory from the first write to the last check: a build that stops, or is stopped, leaves none.
    """
    memory = project.cache / "build.json"
    manifest = read_manifest(project.root / MANIFEST, MANIFEST)
    check_drift(manifest, project)
    outputs = gather(project, manifest)
    check_addresses(outputs, project)
    known = read_memory(memory)
    memory.unlink(missing_ok=True)
    report = write(outputs, project.output, known)
    outside = check_links(outputs, report.made, project, origins_delivered(manifest))
    headers = headers_text(manifest, outside)
    check_headers(headers)
    check_sizes(project.output, outputs)
    write_whole(project.output / HEADERS, headers.encode())
    write_memory(memory, report.memory)
    return report


def gather(project: Project, manifest: Manifest) -> list[Output]:
    site = read_site(project)
    pages = [dated(page, manifest) for page in read_pages(project)]
    assets = gather_assets(project)
    runtime = gather_runtime(project, worker_json(manifest))
    renderer = Renderer(project, site, manifest, assets=assets, runtime=runtime)
    return [
        *renderer.outputs(pages),
        *assets.outputs,
        *runtime.outputs,
        sitemap_output(site, pages),
        robots_output(site),
    ]


def dated(page: Page, manifest: Manifest) -> Page:
    """A page that the manifest speaks through is as old as the manifest says."""
    return replace(page, updated=manifest.site.updated) if page.template in {"privacy", "cookies"} else page
