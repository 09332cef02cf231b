"""The stages in order: gather everything, then render, then write, then check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.assets import gather_assets
from sitegen.checks import check_addresses, check_headers, check_links, check_sizes
from sitegen.content import read_pages, read_site
from sitegen.files import read_memory, write_memory, write_whole
from sitegen.headers import headers_text
from sitegen.output import HEADERS, write
from sitegen.render import Renderer, robots_output, sitemap_output
from sitegen.runtime import gather_runtime

if TYPE_CHECKING:
    from sitegen.output import Output, Report
    from sitegen.project import Project


def build(project: Project) -> Report:
    """Writes the site. Raises BuildError.

    There is no memory from the first write to the last check: a build that stops, or is stopped, leaves none.
    """
    memory = project.cache / "build.json"
    outputs = gather(project)
    check_addresses(outputs, project)
    known = read_memory(memory)
    memory.unlink(missing_ok=True)
    report = write(outputs, project.output, known)
    outside = check_links(outputs, report.made, project)
    headers = headers_text(outside)
    check_headers(headers)
    check_sizes(project.output, outputs)
    write_whole(project.output / HEADERS, headers.encode())
    write_memory(memory, report.memory)
    return report


def gather(project: Project) -> list[Output]:
    site = read_site(project)
    pages = read_pages(project)
    assets = gather_assets(project)
    runtime = gather_runtime(project)
    renderer = Renderer(project, site, assets, runtime)
    return [
        *renderer.outputs(pages),
        *assets.outputs,
        *runtime.outputs,
        sitemap_output(site, pages),
        robots_output(site),
    ]
