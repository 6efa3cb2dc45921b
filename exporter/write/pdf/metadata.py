"""In: a document's title, author, language, date. Out: the metadata its standards ask for, without a clock."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exporter.model.delivery import Standard
from exporter.model.page import Document
from exporter.write.moment import made
from exporter.write.pdf.file import File, text_string

PRODUCER = "exporter"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
%s
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_A = "<pdfaid:part>%s</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>"
_UA = "<pdfuaid:part>1</pdfuaid:part>"
_UA_IN_A = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""PDF/A lets in the properties of other schemas when the file describes them."""
_CLAIMS: Mapping[Standard, tuple[str, ...]] = {
    "a-2a": (_A % 2, _UA, _UA_IN_A),
    "a-3a": (_A % 3, _UA, _UA_IN_A),
    "ua-1": (_UA,),
    "none": (),
}


def write_info(document: Document, file: File) -> int:
    """The information dictionary, which says the same as the XMP metadata; its number."""
    texts = {"Title": document.title, "Author": document.author, "Subject": document.subject, "Producer": PRODUCER}
    entries = [f"/{key}{text_string(_clean(text))}" for key, text in texts.items() if _clean(text)]
    if moment := made(document):
        stamp = f"(D:{moment:%Y%m%d%H%M%S}+00'00')"
        entries.append(f"/CreationDate{stamp}/ModDate{stamp}")
    return file.add(f"<<{''.join(entries)}>>")


def write_xmp(document: Document, file: File) -> int:
    """The metadata stream, left readable for tools that do not unpack; its number."""
    alternative = '<rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt>'
    lines = [
        _line("dc:title", document.title, alternative),
        _line("dc:creator", document.author, "<rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq>"),
        _line("dc:description", document.subject, alternative),
        _line("dc:language", document.language, "<rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>"),
        _line("pdf:Producer", PRODUCER, "%s"),
    ]
    if moment := made(document):
        lines += [f"<xmp:{key}>{moment:%Y-%m-%dT%H:%M:%S}+00:00</xmp:{key}>" for key in ("CreateDate", "ModifyDate")]
    data = _XMP % "\n".join(filter(None, [*lines, *_CLAIMS[document.standard]]))
    return file.stream("/Type/Metadata/Subtype/XML", data.encode(), deflate=False)


def write_output_intent(file: File) -> int:
    """Says that our colours are sRGB, with the profile (made with Little CMS, its date set to zero); its number."""
    profile = file.stream("/N 3", Path(__file__).with_name("srgb.icc").read_bytes())
    name = "(sRGB IEC61966-2.1)"
    return file.add(
        f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier{name}/Info{name}/DestOutputProfile {profile} 0 R>>"
    )


def _line(tag: str, text: str, wrap: str) -> str:
    text = _clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{tag}>{wrap % text}</{tag}>" if text else ""


def _clean(text: str) -> str:
    """On one line, without what XML cannot hold."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
