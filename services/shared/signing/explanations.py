"""What each check of a letter means, in plain words for whoever checks it."""

from __future__ import annotations

from services.shared.phrases import phrase

EXPLANATIONS = {
    "readable": phrase("Berkas dapat dibaca sebagai PDF surat."),
    "camat_signed": phrase("Surat ditandatangani secara elektronik oleh pejabat."),
    "seal_signed": phrase("Surat dibubuhi segel elektronik kantor."),
    "camat_valid": phrase("Isi surat tidak berubah sejak ditandatangani pejabat."),
    "seal_valid": phrase("Isi surat, nomor dan tanggal tidak berubah sejak dibubuhi segel kantor."),
    "camat_known": phrase("Tanda tangan dibuat dengan sertifikat pejabat kantor ini."),
    "seal_known": phrase("Segel dibuat dengan sertifikat segel kantor ini."),
    "signer_named": phrase("Sertifikat tanda tangan milik pejabat yang disebut surat."),
    "signer_in_office": phrase("Pejabat itu berwenang menandatangani pada waktu surat ditandatangani."),
    "camat_certifies": phrase("Tanda tangan pejabat adalah tanda tangan pertama dan mengunci isi surat."),
    "sealed_at_once": phrase("Tidak ada perubahan lain di antara tanda tangan dan segel."),
    "seal_covers": phrase("Tidak ada apa pun yang ditambahkan setelah segel."),
    "nothing_after": phrase("Tidak ada apa pun yang ditambahkan setelah tanda tangan."),
    "no_others": phrase("Tidak ada tanda tangan lain di dalam surat."),
    "number_matches": phrase("Nomor di dalam surat sama dengan nomor di buku register."),
    "hash_matches": phrase("Berkas sama persis dengan berkas yang tercatat di buku register."),
}
FAILURES = {
    "readable": phrase("Berkas ini bukan surat dari kantor ini, atau rusak."),
    "camat_signed": phrase("Surat ini tidak memuat tanda tangan elektronik pejabat."),
    "seal_signed": phrase("Surat ini tidak memuat segel elektronik kantor."),
    "camat_valid": phrase("Isi surat telah diubah setelah ditandatangani, atau tanda tangannya tidak sah."),
    "seal_valid": phrase("Surat telah diubah setelah dibubuhi segel, atau segelnya tidak sah."),
    "camat_known": phrase("Tanda tangan dibuat dengan sertifikat yang tidak dikenal kantor ini."),
    "seal_known": phrase("Segel dibuat dengan sertifikat yang tidak dikenal kantor ini."),
    "signer_named": phrase("Surat menyebut pejabat lain daripada pemilik sertifikat yang menandatanganinya."),
    "signer_in_office": phrase("Pemilik sertifikat tidak berwenang menandatangani pada waktu surat ditandatangani."),
    "camat_certifies": phrase("Tanda tangan pejabat bukan tanda tangan yang mengunci isi surat."),
    "sealed_at_once": phrase("Ada perubahan lain di antara tanda tangan dan segel."),
    "seal_covers": phrase("Ada yang ditambahkan ke dalam berkas setelah segel."),
    "nothing_after": phrase("Ada yang ditambahkan ke dalam berkas setelah tanda tangan."),
    "no_others": phrase("Ada tanda tangan lain di dalam surat."),
    "number_matches": phrase("Nomor di dalam surat berbeda dengan nomor di buku register."),
    "hash_matches": phrase("Berkas ini berbeda dengan berkas yang tercatat di buku register."),
}
