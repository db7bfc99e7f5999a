from __future__ import annotations

import socket

import pytest

from vaultgen.errors import VaultgenError
from vaultgen.site.reach.hosting import HEADERS
from vaultgen.site.serve.app import HOSTS, host_of, with_script
from vaultgen.site.serve.files import content_type, file_for
from vaultgen.site.serve.port import listen


def test_a_page_comes_with_the_script_and_the_file_stays_without(served):
    served.built()
    answer = served.ask("/companies/acme.html")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.body == b'<body>Acme<script defer src="/_serve.js?mark=run-1"></script>\n</body>'
    assert (served.root / "companies/acme.html").read_bytes() == b"<body>Acme</body>"


def test_every_answer_has_the_headers_of_the_published_site(served):
    served.built()
    for path in ("/", "/companies/acme.html", "/missing.html", "/_serve.js", "/_serve.css"):
        answer = served.ask(path)
        for name, value in HEADERS:
            assert answer.headers[name.lower()] == value
        assert answer.headers["cache-control"] == "no-store"


def test_the_script_and_its_style_are_files_of_the_server(served):
    script = served.ask("/_serve.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert b"innerHTML" not in script.body
    assert served.ask("/_serve.css").headers["content-type"].startswith("text/css")


def test_what_is_not_there_is_told_by_the_page_of_the_site(served):
    served.built()
    answer = served.ask("/companies/nobody.html")
    assert answer.status == 404
    assert b"Nothing here" in answer.body
    (served.root / "404.html").unlink()
    assert served.ask("/companies/nobody.html").status == 404


def test_a_site_without_an_icon_is_no_fault(served):
    served.built(base="/research/")
    assert served.ask("/favicon.ico").status == 204
    (served.root / "favicon.ico").write_bytes(b"icon")
    assert served.ask("/favicon.ico").body == b"icon"
    assert served.ask("/research//favicon.ico").status == 404


def test_a_folder_shows_its_index_and_gets_its_slash(served):
    served.built()
    (served.root / "tags").mkdir()
    (served.root / "tags/index.html").write_text("<body>Tags</body>", encoding="utf-8")
    assert b"Home" in served.ask("/").body
    assert b"Tags" in served.ask("/tags/").body
    moved = served.ask("/tags")
    assert (moved.status, moved.headers["location"]) == (307, "tags/")
    assert served.ask("/companies").status == 404
    assert served.ask("/companies/").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/companies/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/companies/%2e%2e/%2e%2e/secret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/%00secret.txt",
        "/secret.txt%00.html",
        "/.hidden",
        "/companies/.git/config",
        "/link.txt",
        "/linked/secret.txt",
        "/C:/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/" + "a" * 5_000,
    ],
)
def test_nothing_outside_of_the_site_is_shown(served, path, tmp_path):
    served.built()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (served.root / ".hidden").write_text("secret", encoding="utf-8")
    (served.root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (served.root / "linked").symlink_to(tmp_path)
    answer = served.ask(path)
    assert answer.status in (400, 404)
    assert b"secret" not in answer.body


def test_a_link_within_the_site_is_followed(served):
    served.built()
    (served.root / "same.txt").symlink_to(served.root / "404.html")
    assert file_for(served.root, "same.txt") == (served.root / "404.html").resolve()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8000", 200),
        ("LOCALHOST", 200),
        ("evil.example", 421),
        ("localhost.evil.example:8000", 421),
        ("127.0.0.1.nip.example", 421),
        ("localhost@evil.example", 421),
        ("evil.example:8000:localhost", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_machine_are_answered(served, host, status):
    served.built()
    assert served.ask("/", Host=host).status == status
    assert served.ask("/_serve.js", Host=host).status == status


def test_two_hosts_are_no_host(served):
    served.built()
    with socket.create_connection(("127.0.0.1", served.port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert line.recv(64).split()[1] in (b"400", b"421")


def test_the_name_in_a_host_header_is_read_with_or_without_its_port():
    assert {
        host_of(text) for text in ("localhost", "localhost:80", "127.0.0.1:", "[::1]:9", "[::1]")
    } == HOSTS


def test_only_this_machine_can_connect(served):
    assert served.socket.getsockname()[0] == "127.0.0.1"


def test_a_part_of_a_film_can_be_asked_for(served):
    served.built()
    (served.root / "film.mp4").write_bytes(bytes(range(256)) * 40)
    answer = served.ask("/film.mp4", Range="bytes=256-259")
    assert answer.status == 206
    assert answer.body == bytes(range(4))
    assert answer.headers["content-range"] == "bytes 256-259/10240"
    assert answer.headers["content-type"] == "video/mp4"
    assert served.ask("/film.mp4", Range="bytes=99999-").status == 416


def test_only_reading_is_possible(served):
    served.built()
    assert served.ask("/", "POST").status == 405
    assert served.ask("/", "DELETE").status == 405
    head = served.ask("/companies/acme.html", "HEAD")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.md", "text/markdown; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.xml", "application/xml"),
        ("a.json", "application/json"),
        ("a.svg", "image/svg+xml"),
        ("a.pdf", "application/pdf"),
        ("a.wasm", "application/wasm"),
        ("a.pagefind", "application/octet-stream"),
        ("_headers", "application/octet-stream"),
    ],
)
def test_files_have_their_types(tmp_path, name, expected):
    assert content_type(tmp_path / name) == expected


def test_the_site_stands_at_the_same_path_as_when_it_is_published(served):
    served.built(base="/research/")
    for path in ("/", "/research"):
        moved = served.ask(path)
        assert (moved.status, moved.headers["location"]) == (307, "/research/")
    assert b"Acme" in served.ask("/research/companies/acme.html").body
    assert served.ask("/companies/acme.html").status == 404


def test_until_there_is_a_site_the_page_says_why_and_escapes_it(served):
    served.built(output=None, changed=False, fault="notes/<script>alert(1)</script>.md: wrong")
    answer = served.ask("/")
    assert answer.status == 503
    assert b"<script>alert" not in answer.body
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;.md: wrong" in answer.body
    assert b'<script defer src="/_serve.js?mark=' in answer.body


def test_the_script_stands_at_the_end_of_any_page():
    assert with_script(b"<p>no body", "1").startswith(b"<p>no body<script")
    assert with_script(b"</body> in text</body>", '"').count(b"<script") == 1
    assert b'mark=&quot;"' in with_script(b"", '"')


def test_an_open_page_hears_of_each_new_state(served):
    served.built()
    ear = served.listener()
    assert ear.type.startswith("text/event-stream")
    assert ear.next() == {"mark": "run-1", "fault": ""}
    served.built()
    assert ear.next() == {"mark": "run-2", "fault": ""}
    served.built(changed=False, fault="it is <b>wrong</b>")
    assert ear.next() == {"mark": "run-2", "fault": "it is <b>wrong</b>"}
    served.built(changed=False)
    assert ear.next() == {"mark": "run-2", "fault": ""}
    ear.close()


def test_pages_that_wait_are_let_go_when_the_server_ends(served):
    served.built()
    ear = served.listener()
    ear.next()
    served.end()
    assert ear.rest().strip() == b""
    ear.close()


def test_a_port_that_is_taken_is_told_with_one_that_is_free(served):
    with pytest.raises(VaultgenError, match=rf"port {served.port} is in use; (\d+) is free") as told:
        listen(served.port, "vaultgen site serve")
    free = int(str(told.value).rpartition(" ")[2])
    listen(free, "").close()
