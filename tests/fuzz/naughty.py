"""What people and attackers type: strings that have broken other programs."""

from __future__ import annotations

# What must never stand in a page as it was typed. The sum would be the work of a template that ran.
RAW = ("<script>alert('naughty", "<img src=x onerror=alert('naughty", '" onmouseover="alert(\'naughty', "1787569")
TEXTS = {
    "html": "<script>alert('naughty')</script>",
    "attribute": '" onmouseover="alert(\'naughty\')" x="',
    "closing": "</textarea></title></style><img src=x onerror=alert('naughty')>",
    "template": "{{ 1337*1337 }}{% for x in [] %}${1337*1337}#{1337*1337}<%= 1337*1337 %>",
    "typst": '#panic("typst") $ x $ *_`#let a = 1`_* @ref <label> #include "/etc/passwd" // /* \\',
    "formula": '=HYPERLINK("http://x.test";"klik")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "sql": "'; DROP TABLE cases; -- \" OR 1=1 %s %(x)s \\",
    "like": "%_%\\_%%",
    "path": "../../../../etc/passwd\\..\\C:\\CON",
    "json": '{"$ref": "#/a"}\\u0000\\ud800',
    "markdown": "# judul **tebal** [klik](javascript:alert(1)) ![](x)",
    "unicode": "Ünïcödé 中文字 ｆｕｌｌ ﷽ ǅ ß İı ꧋ ᮘᮞ ¡™£¢∞¶•ªº–≠",
    "right to left": "\u202egnirts\u202c العربية עברית ثم نفس سقطت\u2066\u2069",
    "marks": "Z\u0351\u036b\u0343\u036aa\u0321\u0353\u031el\u0321g\u0359o" + "\u0301" * 60,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇮🇩😀\U0001f4a9",
    "invisible": "\u200b\u200c\ufeff\u00ad\u2028\u2029\u00a0",
    "nul": "sebelum\x00sesudah",
    "controls": "\x01\x07\x1b[31m\x7f\x85\r\n\t",
    "no characters": "\ufffe\uffff\U0010ffff\ue000",
    "long": "A" * 10_000,
    "words": "kata " * 2_000,
    "lines": "\n" * 10_000 + "x",
    "number": "NaN Infinity -0 1e309 0x1F 9999999999999999999999999",
    "blank": " \t\u3000 ",
    "header": "a\r\nSet-Cookie: x=1\r\n\r\nb",
}
DATES = (
    *("0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "2026-02-30", "1900-02-29", "31/12/9999", "01/01/0001"),
    *("2026-13-01", "00/00/0000", "24/11/26", "２０２６-01-01", "2026-W01-1", "besok"),
)
NUMBERS = ("-1", "0", "2147483648", "9223372036854775808", "1e400", "NaN", "١٢", "1_000", "0x10", "9" * 5_000)
