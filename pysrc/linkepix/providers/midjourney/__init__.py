"""Midjourney by task gateways: submit, keep the reference, ask until the picture is there.

Midjourney has no public API. A gateway works with a Midjourney account of the visitor's own, and two protocols are
spoken: LinkrAPI's (`linkrapi.py`) and midjourney-proxy's (`proxy.py`). A token here is one for the gateway, and
never one of Discord (docs/adr/0033-midjourney-by-gateways.md).
"""
