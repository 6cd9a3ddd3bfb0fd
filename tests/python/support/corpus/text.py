"""Encodings and unusual characters."""

from __future__ import annotations

import codecs

from support.corpus.case import HEADER, LINE_A, LINE_B, NO_TEXT, A, B, Case, H

U = ("00Q1", "Jürgen", "Smørrebrød €")
TEXT = H + "00Q1,Jürgen,Smørrebrød €\n"
L = ("00Q1", "Jürgen", "Smørrebrød")
LATIN = H + "00Q1,Jürgen,Smørrebrød\n"
FALLBACK = "not UTF-8; read as Windows-1252, no `encoding:` is declared"
POLISH = ("00Q1", "Zażółć gęślą jaźń, Łódź Śródmieście", "Příliš žluťoučký kůň úpěl ďábelské ódy")
POLISH_TEXT = f'{H}00Q1,"{POLISH[1]}",{POLISH[2]}\n'
GREEK = ("00Q1", "Καλημέρα κόσμε Αθήνα", "Γιώργος Παπαδόπουλος διευθυντής πωλήσεων")
RUSSIAN = ("00Q1", "Общество с ограниченной ответственностью", "Москва директор")
JAPANESE = ("00Q1", "株式会社日本商事東京都千代田区", "代表取締役社長丸の内一丁目")


def row(cells: tuple[str, ...]) -> str:
    return H + ",".join(cells) + "\n"


CASES = [
    Case("utf_8", TEXT, (U,), encoding="utf-8"),
    Case("utf_8_bom", codecs.BOM_UTF8 + TEXT.encode(), (U,), encoding="utf-8"),
    Case("utf_16_le_bom", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), (U,),
         encoding="utf-16-le"),
    Case("utf_16_be_bom", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), (U,),
         encoding="utf-16-be"),
    Case("utf_16_le", TEXT.encode("utf-16-le"), (U,), encoding="utf-16-le"),
    Case("utf_16_be", TEXT.encode("utf-16-be"), (U,), encoding="utf-16-be"),
    Case("utf_32_le_bom", codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), (U,),
         encoding="utf-32-le"),
    Case("utf_32_be_bom", codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), (U,),
         encoding="utf-32-be"),
    Case("utf_32_le", TEXT.encode("utf-32-le"), (U,), encoding="utf-32-le"),
    Case("utf_32_be", TEXT.encode("utf-32-be"), (U,), encoding="utf-32-be"),
    Case("utf_16_mark_before_utf_32", codecs.BOM_UTF16_LE + TEXT.encode("utf-32-le"), (U,),
         encoding="utf-32-le"),
    Case("utf_16_crlf_tabs", codecs.BOM_UTF16_LE
         + TEXT.replace(",", "\t").replace("\n", "\r\n").encode("utf-16-le"), (U,),
         encoding="utf-16-le"),
    Case("utf_16_that_breaks_off", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"x",
         failed="the text is cut off or is not utf-16-le"),
    Case("utf_16_half_a_pair", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x00\xd8\n\0",
         failed="the text is cut off or is not utf-16-le"),
    Case("latin_1", LATIN.encode("latin-1"), (L,), encoding="cp1252", note=FALLBACK),
    Case("windows_1252", TEXT.encode("cp1252"), (U,), encoding="cp1252", note=FALLBACK),
    Case("windows_quotes", (H + "00Q1,“Ada”,Acme…\n").encode("cp1252"),
         (("00Q1", "“Ada”", "Acme…"),), encoding="cp1252"),
    Case("iso_8859_2", POLISH_TEXT.encode("iso8859_2"), (POLISH,), declared="iso8859_2",
         encoding="iso8859-2"),
    Case("greek", row(GREEK).encode("iso8859_7"), (GREEK,), declared="greek",
         encoding="iso8859-7"),
    Case("turkish", (H + "00Q1,Çağrı Yılmaz,İstanbul Şişli müdür yardımcısı\n").encode("iso8859_9"),
         (("00Q1", "Çağrı Yılmaz", "İstanbul Şişli müdür yardımcısı"),), declared="latin5",
         encoding="iso8859-9"),
    Case("windows_1251", row(RUSSIAN).encode("cp1251"), (RUSSIAN,), declared="windows-1251",
         encoding="cp1251"),
    Case("koi8_r", row(RUSSIAN).encode("koi8_r"), (RUSSIAN,), declared="koi8_r",
         encoding="koi8-r"),
    Case("iso_8859_5", row(RUSSIAN).encode("iso8859_5"), (RUSSIAN,), declared="iso8859_5",
         encoding="iso8859-5"),
    Case("shift_jis", row(JAPANESE).encode("cp932"), (JAPANESE,), declared="cp932",
         encoding="cp932"),
    Case("windows_bytes_in_utf_8", TEXT.encode() + b"00Q2,caf\xe9 \x93x\x94,\xc3\xa9\x80\n",
         (U, ("00Q2", "café “x”", "é€")), encoding="utf-8",
         note="bytes that are not UTF-8 (4) are read as letters of Windows-1252; "
         "the first is in line 3"),
    Case("utf_8_cut_in_a_letter", TEXT.encode() + "00Q2,Bo,é".encode()[:-1],
         (U, ("00Q2", "Bo", "Ã")), note="the first is in line 3"),
    Case("bom_and_bad_bytes", codecs.BOM_UTF8 + H.encode() + b"00Q1,\xff,x\n",
         (("00Q1", "ÿ", "x"),), note="the first is in line 2"),
    Case("overlong_utf_8", TEXT.encode() + b"00Q2,\xc0\xaf,x\n", (U, ("00Q2", "À¯", "x")),
         note="the first is in line 3"),
    Case("nul_in_cells", H + '00Q1,x,y\n00Q2,B\0o,"Be\0ta"\n',
         (("00Q1", "x", "y"), ("00Q2", "B\0o", "Be\0ta"))),
    Case("nuls_at_the_end", (H + LINE_A + LINE_B * 20).encode() + b"\0" * 3,
         (A, *(B,) * 20), rejects=((23, "too few cells", "\0\0\0"),)),
    Case("a_block_of_nuls", H.encode() + b"\0" * 4096, unknown=NO_TEXT),
    Case("control_characters", H + "00Q1,A\x01\x02\x7f,\x1b[31mAcme\n" + LINE_B * 4,
         (("00Q1", "A\x01\x02\x7f", "\x1b[31mAcme"), *(B,) * 4)),
    Case("mark_in_the_first_cell", H + "\ufeff00Q1,x,y\n\n00Q2,x,y\n",
         (("\ufeff00Q1", "x", "y"), ("00Q2", "x", "y")), blank_lines=1),
    Case("mark_in_the_first_cell_below_a_title", "All leads\n" + H + "\ufeff00Q1,x,y\n" + LINE_B,
         (("\ufeff00Q1", "x", "y"), B), non_records=((1, "preamble"),)),
    Case("bidi_and_zero_width", H + "00Q1,\u202eadA\u200b,A\u00a0cme\ufeff\n",
         (("00Q1", "\u202eadA\u200b", "A\u00a0cme\ufeff"),)),
    Case("emoji_and_combining", H + "00Q1,👩‍👩‍👧,é ﷽\n", (("00Q1", "👩‍👩‍👧", "é ﷽"),)),
    Case("replacement_character", H + "00Q1,A\ufffdda,Acme\n", (("00Q1", "A\ufffdda", "Acme"),)),
    Case("noncharacters", H + "00Q1,\uffff\ufdd0,\U0010ffff\n",
         (("00Q1", "\uffff\ufdd0", "\U0010ffff"),)),
    # Words that other readers convert stay text.
    Case("words_for_nothing", H + "00Q1,NULL,NA\n00Q2,N/A,nan\n00Q3,None,-\n",
         (("00Q1", "NULL", "NA"), ("00Q2", "N/A", "nan"), ("00Q3", "None", "-"))),
    Case("numbers_stay_text", H + "00Q1,007,1.10\n00Q2,1.23E+17,00345678901234567890\n",
         (("00Q1", "007", "1.10"), ("00Q2", "1.23E+17", "00345678901234567890"))),
    Case("blanks_stay", H + "00Q1,  Ada  ,\tAcme \n", (("00Q1", "  Ada  ", "\tAcme "),)),
    Case("formulas_stay_text", H + '00Q1,"=cmd|\' /C calc\'!A0",@SUM(1)\n',
         (("00Q1", "=cmd|' /C calc'!A0", "@SUM(1)"),)),
    Case("jinja_and_sql_stay_text",
         H + "00Q1,{{ env_var('HOME') }},'; drop table lead; --\n00Q2,{% raw %},${x}\n",
         (("00Q1", "{{ env_var('HOME') }}", "'; drop table lead; --"),
          ("00Q2", "{% raw %}", "${x}"))),
    Case("script_stays_text", H + "00Q1,<script>alert(1)</script>,<!--\n",
         (("00Q1", "<script>alert(1)</script>", "<!--"),)),
    Case("headers_of_a_hostile_hand",
         "Id,LastName,Company,\"'; drop table x; --\",{{ 1 }},../../etc\n00Q1,Ada,Acme,1,2,3\n",
         ((*A, "1", "2", "3"),),
         header=(*HEADER, "'; drop table x; --", "{{ 1 }}", "../../etc")),
]  # fmt: skip
