"""Which images are figures."""

import markdown
import pytest


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '![A desk](/images/desk.jpg "The desk & I")',
            '<figure><img alt="A desk" src="/images/desk.jpg"><figcaption>The desk &amp; I</figcaption>\n</figure>',
        ),
        (
            '[![A desk](/images/desk.jpg "Mine")](/images/desk.jpg)',
            '<figure><a href="/images/desk.jpg"><img alt="A desk" src="/images/desk.jpg"></a>'
            "<figcaption>Mine</figcaption>\n</figure>",
        ),
        ("![A desk](/images/desk.jpg)", '<p><img alt="A desk" src="/images/desk.jpg"></p>'),
        (
            'Here: ![A desk](/images/desk.jpg "Mine")',
            '<p>Here: <img alt="A desk" src="/images/desk.jpg" title="Mine"></p>',
        ),
    ],
)
def test_an_image_alone_with_a_title_is_a_figure(text, html):
    """The title is what authors write for a caption; elsewhere it stays a title."""
    assert markdown.markdown(text, extensions=["plugins.images.markdown"], output_format="html") == html
