"""Coming in: the address with its token, the cookie, and a page that keeps to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from browser.conftest import Desk, OpenPage, Watch


def test_the_page_comes_up_without_the_token_in_its_address(page: Page, desk: Desk) -> None:
    page.wait_for_selector("h1")
    assert page.url == f"{desk.address}/"
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert page.evaluate("fetch('/api/status').then(a => a.status)") == 200


def test_a_page_of_another_origin_reads_and_changes_nothing(browser: Browser, desk: Desk, empty_desk: Desk) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{desk.address}/?token={desk.token}")
    page.goto(f"{empty_desk.address}/?token={empty_desk.token}")  # the same host, another port: the same site
    blocked = "ask => fetch(ask.url, {method: ask.method, mode: ask.mode, credentials: 'include'}).then(a => a.type, () => 'failed')"
    for method, mode in (("GET", "cors"), ("POST", "cors"), ("POST", "no-cors")):
        assert page.evaluate(blocked, {"url": f"{desk.address}/api/weigh", "method": method, "mode": mode}) == "failed"
    assert desk.workbench.jobs.all() == []
    context.close()


def test_nothing_that_stands_in_the_page_can_run(page: Page, watch: Watch) -> None:
    watch.expect("Content Security Policy")
    watch.expect("requires 'Trusted")
    page.wait_for_selector("h1")
    ran = page.evaluate(
        """async () => {
            window.ran = [];
            const markup = '<img src="data:,x" onerror="window.ran.push(1)"><svg onload="window.ran.push(2)"></svg>';
            // What text of a report would have to pass through to become markup is closed; and what is markup does not run.
            try { document.body.insertAdjacentHTML('beforeend', markup); window.ran.push(0); } catch {}
            const image = new Image();
            image.setAttribute('src', 'data:,x');
            try { image.setAttribute('onerror', 'window.ran.push(1)'); } catch {}
            document.body.append(image);
            const script = document.createElement('script');
            try { script.textContent = 'window.ran.push(3)'; } catch {}
            document.body.append(script);
            const link = document.createElement('a');
            link.href = 'javascript:window.ran.push(4)';
            document.body.append(link);
            link.click();
            const frame = document.createElement('iframe');
            try { frame.srcdoc = '<script>parent.ran.push(5)</script>'; } catch {}
            document.body.append(frame);
            try { setTimeout('window.ran.push(6)', 0); } catch {}
            // Later, since what drives the page lets it evaluate text until this function gives up its turn.
            setTimeout(() => { try { new Function('window.ran.push(7)')(); } catch {} }, 50);
            await new Promise(done => setTimeout(done, 300));
            return window.ran;
        }"""
    )
    assert ran == []


def test_the_published_page_is_one_classic_script(open_page: OpenPage, desk: Desk) -> None:
    from imbroglio.web.app import STATIC

    for name in ("publish.js", "publish.css"):
        assert (STATIC / "publish" / name).is_file()
    assert "import(" not in (STATIC / "publish" / "publish.js").read_text("utf-8")
