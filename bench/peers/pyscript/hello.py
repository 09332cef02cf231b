"""The hello that PyScript runs in its worker: one template, rendered into the page."""

from jinja2 import Template
from pyscript import document

document.querySelector("#hello").textContent = Template("Hello, {{ name }}!").render(name="Python")
