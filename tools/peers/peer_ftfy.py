"""open_clip's cleaning of captions, by ftfy itself: a list of texts in base64 of UTF-8 to a list of texts."""

import base64
import html
import json
import re
import sys

import ftfy


def clean(text):
    text = html.unescape(html.unescape(ftfy.fix_text(text)))
    return re.sub(r"\s+", " ", text.strip()).strip().lower()


texts = [base64.b64decode(text).decode("utf-8") for text in json.load(sys.stdin)]
json.dump([clean(text) for text in texts], sys.stdout)
