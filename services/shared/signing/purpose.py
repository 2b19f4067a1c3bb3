"""What a seal was put on for, in the bytes that it signs: so that what was sealed as one thing passes for no other.

It is a content hint (RFC 2634, 2.9) among the signed attributes, which any program for CMS shows:
``openssl asn1parse -inform DER -in FILE.p7s``. A letter's signatures bear none. Imports pyHanko; import it where used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from asn1crypto import cms, core
from pyhanko.sign.ades.asn1_util import register_cms_attribute
from pyhanko.sign.attributes import CMSAttributeProvider
from pyhanko.sign.signers.pdf_cms import GenericCMSSignedAttributeProviderSpec, PdfCMSSignedAttributes, SimpleSigner

NAME, HINT = "content_hint", "1.2.840.113549.1.9.16.2.4"


class ContentHints(core.Sequence):
    """``id-aa-contentHint``: a description of what is signed, and its type."""

    _fields = [("content_description", core.UTF8String, {"optional": True}), ("content_type", cms.ContentType)]


register_cms_attribute(HINT, NAME, ContentHints)
if cms.CMSAttributeType._reverse_map is not None:  # made by the process's first signature, and never again
    cms.CMSAttributeType._reverse_map[NAME] = HINT


class _Hint(CMSAttributeProvider):
    attribute_type = NAME

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose

    async def build_attr_value(self, dry_run: bool = False) -> ContentHints:
        return ContentHints({"content_description": self.purpose, "content_type": "data"})


class Purposed(GenericCMSSignedAttributeProviderSpec):
    """The signed attributes of a seal, with what it is for."""

    def __init__(self, signer: SimpleSigner, settings: PdfCMSSignedAttributes, purpose: str) -> None:
        super().__init__(settings, signer.signing_cert, signer.get_signature_mechanism_for_digest, None)
        self._hint = _Hint(purpose)

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterable[CMSAttributeProvider]:
        """The usual ones, and the hint."""
        yield from super().signed_attr_providers(data_digest, digest_algorithm)
        yield self._hint


def purpose_of(signer: Any) -> str | None:
    """What a signature says that it is for, by its ``SignerInfo``; None: nothing.

    Raises:
        ValueError: it says more than one thing.
    """
    said = [value for each in signer["signed_attrs"] if each["type"].native == NAME for value in each["values"]]
    if len(said) > 1:
        raise ValueError("a seal with several purposes")
    return str(said[0]["content_description"].native) if said else None
