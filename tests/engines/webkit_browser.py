#!/usr/bin/python3
"""A window with a page of WebKitGTK in it, for WebKitWebDriver to steer: `webkit_browser.py PROFILE PRELUDE`.

WebKitGTK's own MiniBrowser forgets everything when it is steered, and a visit that keeps nothing cannot be repeated.
It runs under Debian's Python, for which Debian's bindings are made. Console messages go to `console.log` in PROFILE.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 - the versions come first

PROFILE, PRELUDE = Path(sys.argv[1]), sys.argv[2]
NAME = "MiniBrowser"
"""Whom Selenium asks for."""


def context() -> WebKit2.WebContext:
    keeper = WebKit2.WebsiteDataManager(
        base_data_directory=str(PROFILE / "data"), base_cache_directory=str(PROFILE / "cache")
    )
    made = WebKit2.WebContext.new_with_website_data_manager(keeper)
    made.set_automation_allowed(True)
    made.connect("automation-started", welcome)
    return made


def welcome(context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
    about = WebKit2.ApplicationInfo()
    about.set_name(NAME)
    session.set_application_info(about)
    session.connect("create-web-view", lambda _: page(context))


def page(context: WebKit2.WebContext) -> WebKit2.WebView:
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, user_content_manager=with_prelude())
    view.get_settings().set_enable_write_console_messages_to_stdout(True)
    view.connect("close", Gtk.main_quit)
    window = Gtk.Window(default_width=1280, default_height=1000)
    window.add(view)
    window.show_all()
    return view


def with_prelude() -> WebKit2.UserContentManager:
    manager = WebKit2.UserContentManager()
    everywhere, first = WebKit2.UserContentInjectedFrames.ALL_FRAMES, WebKit2.UserScriptInjectionTime.START
    manager.add_script(WebKit2.UserScript.new(PRELUDE, everywhere, first, None, None))
    return manager


def main() -> None:
    # The engine's processes inherit it, and write there; whatever the setting's name says, not to stdout.
    log = os.open(PROFILE / "console.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stderr.fileno())
    kept = context()
    Gtk.main()
    del kept


if __name__ == "__main__":
    main()
