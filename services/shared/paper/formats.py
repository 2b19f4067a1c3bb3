"""The kinds of pictures that are drawn, and what Pillow calls them; known without loading it."""

FORMATS = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF", "image/heic": "HEIF",
    "image/avif": "AVIF", "image/tiff": "TIFF", "image/bmp": "BMP", "image/jp2": "JPEG2000",
}  # fmt: skip
PAGES = 30  # of a scan that are drawn, where nothing else is asked
