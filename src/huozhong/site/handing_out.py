"""Hands the demo's authority to phones: one plain page with codes, the certificate, and how to remove it."""

from __future__ import annotations

import html
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import segno

from huozhong.site.authority import COMMON_NAME, Authority, fingerprint

CERTIFICATE_PATH = "/huozhong-demo.crt"
PAGE = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>火种演示：手机访问</title>
<style>body{{font:17px/1.7 system-ui,sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem;color:#222}}
svg{{width:11rem;height:11rem}}code{{word-break:break-all}}</style>
<h1>火种演示：手机访问</h1>
<p>相机、安全密钥和离线页面要求加密连接。请先安装本次演示的证书，再打开网址。</p>
<p lang="en">Cameras, security keys and offline pages need HTTPS:
install this demo's certificate first, then open the address.</p>
<h2>1. 安装证书 <span lang="en">Install the authority</span></h2>
<p><a href="{certificate}" download>huozhong-demo.crt</a></p>{certificate_code}
<p>指纹 <span lang="en">SHA-256</span>：<code>{fingerprint}</code></p>
<ul><li>iPhone：下载后到“设置 → 已下载描述文件”安装，再到“通用 → 关于本机 → 证书信任设置”打开信任。</li>
<li>安卓、鸿蒙：“设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书”。</li></ul>
<h2>2. 打开网址 <span lang="en">Open the demo</span></h2>
<p><a href="{address}">{address}</a></p>{address_code}
<h2>3. 用完请删除证书 <span lang="en">Remove it when you are done</span></h2>
<ul><li>iPhone：“设置 → 通用 → VPN 与设备管理 → {name} → 移除描述文件”。</li>
<li>安卓、鸿蒙：“设置 → 安全 → 加密与凭据 → 用户凭据 → {name} → 移除”。</li></ul>
<p>证书只对这台机器的名称和地址有效，一个月后失效，签发它的密钥已经销毁。
<span lang="en">It vouches for this machine only and lasts a month; the key that signed it is destroyed.</span></p>
</html>"""


def page(authority: Authority, *, address: str, here: str) -> str:
    """The page as HTML, with its codes drawn inside."""
    return PAGE.format(
        certificate=CERTIFICATE_PATH,
        certificate_code=segno.make(here + CERTIFICATE_PATH.lstrip("/"), error="m").svg_inline(scale=4),
        fingerprint=fingerprint(authority),
        address=html.escape(address),
        address_code=segno.make(address, error="m").svg_inline(scale=4),
        name=COMMON_NAME,
    )


def serve(authority: Authority, *, address: str, port: int) -> str:
    """Serve the page and the certificate over plain HTTP until the process ends; gives the page's address."""
    here = f"http://{authority.addresses[0]}:{port}/"
    answers = {
        "/": ("text/html; charset=utf-8", page(authority, address=address, here=here).encode()),
        CERTIFICATE_PATH: ("application/x-x509-ca-cert", authority.root.read_bytes()),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            media_type, content = answers.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in answers else 404)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *words: object) -> None:  # noqa: A002  # the base class names it so
            """Say nothing: visitors' addresses are nobody's business."""

    server = ThreadingHTTPServer(("0.0.0.0", port), Handler)  # noqa: S104  # phones come from the local network
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return here
