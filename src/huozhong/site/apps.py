from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "huozhong.site"
    label = "house"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.site import chains, logs, notices, public_things, stars, stars_news
        from huozhong.site.sign_in import trail  # noqa: F401 - its receivers listen from now on

        logs.write_json_lines()
        notices.register()
        chains.register()
        public_things.register()
        stars.register()
        stars_news.register()
