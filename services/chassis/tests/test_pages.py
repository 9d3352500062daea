"""What pages carry over a slow network."""

from chassis import pages
from flask import Flask, render_template_string


def test_no_page_carries_the_indentation_of_its_template() -> None:
    app = Flask("chassis")
    pages.install(app, "chassis")
    with app.test_request_context("/"):
        page = render_template_string(
            '<p\n    class="lead">\n      {% if true %}\n  yes{% endif %}\n\t<b>no</b>\n</p>'
        )
    assert page == '<p class="lead">\n yes\n<b>no</b>\n</p>'
