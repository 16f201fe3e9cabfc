"""Reflex's settings: the app's name, where state lives, plugins. No logic."""

import reflex as rx
from reflex_base.constants import StateManagerMode

from clinic_app.settings import settings
from clinic_app.web.same_origin import BUILD_ORIGIN, SameOriginPlugin
from clinic_app.web.ui.theme import radix_plugin

config = rx.Config(
    app_name="clinic_app",
    api_url=BUILD_ORIGIN,  # becomes the address in the browser's bar, see same_origin.py
    deploy_url=None,
    # No page of another origin may read answers; who may write or connect: api/origin.py.
    cors_allowed_origins=(),
    # What a page shows lives in memory, or in Redis when several processes serve one address.
    # Never on the disk.
    state_manager_mode=StateManagerMode.REDIS if settings().redis_url else StateManagerMode.MEMORY,
    redis_url=settings().redis_url,
    trusted_proxy_hops=settings().trusted_proxy_hops,
    telemetry_enabled=False,
    frontend_compression_formats=["brotli", "gzip"],  # the browser takes the first it can read
    frontend_lazy_bundled_libraries=True,  # nothing of ours is compiled in the browser
    show_built_with_reflex=False,
    plugins=[SameOriginPlugin(), radix_plugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
