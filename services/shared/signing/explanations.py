"""What each check of a letter means, in plain words for whoever checks it."""

from __future__ import annotations

EXPLANATIONS = {
    "readable": "Berkas dapat dibaca sebagai PDF surat.",
    "camat_signed": "Surat ditandatangani secara elektronik oleh pejabat.",
    "seal_signed": "Surat dibubuhi segel elektronik kantor.",
    "camat_valid": "Isi surat tidak berubah sejak ditandatangani pejabat.",
    "seal_valid": "Isi surat, nomor dan tanggal tidak berubah sejak dibubuhi segel kantor.",
    "camat_known": "Tanda tangan dibuat dengan sertifikat pejabat kantor ini.",
    "seal_known": "Segel dibuat dengan sertifikat segel kantor ini.",
    "signer_named": "Sertifikat tanda tangan milik pejabat yang disebut surat.",
    "signer_in_office": "Pejabat itu berwenang menandatangani pada waktu surat ditandatangani.",
    "camat_certifies": "Tanda tangan pejabat adalah tanda tangan pertama dan mengunci isi surat.",
    "sealed_at_once": "Tidak ada perubahan lain di antara tanda tangan dan segel.",
    "seal_covers": "Tidak ada apa pun yang ditambahkan setelah segel.",
    "nothing_after": "Tidak ada apa pun yang ditambahkan setelah tanda tangan.",
    "no_others": "Tidak ada tanda tangan lain di dalam surat.",
    "number_matches": "Nomor di dalam surat sama dengan nomor di buku register.",
    "hash_matches": "Berkas sama persis dengan berkas yang tercatat di buku register.",
}
FAILURES = {
    "readable": "Berkas ini bukan surat dari kantor ini, atau rusak.",
    "camat_signed": "Surat ini tidak memuat tanda tangan elektronik pejabat.",
    "seal_signed": "Surat ini tidak memuat segel elektronik kantor.",
    "camat_valid": "Isi surat telah diubah setelah ditandatangani, atau tanda tangannya tidak sah.",
    "seal_valid": "Surat telah diubah setelah dibubuhi segel, atau segelnya tidak sah.",
    "camat_known": "Tanda tangan dibuat dengan sertifikat yang tidak dikenal kantor ini.",
    "seal_known": "Segel dibuat dengan sertifikat yang tidak dikenal kantor ini.",
    "signer_named": "Surat menyebut pejabat lain daripada pemilik sertifikat yang menandatanganinya.",
    "signer_in_office": "Pemilik sertifikat tidak berwenang menandatangani pada waktu surat ditandatangani.",
    "camat_certifies": "Tanda tangan pejabat bukan tanda tangan yang mengunci isi surat.",
    "sealed_at_once": "Ada perubahan lain di antara tanda tangan dan segel.",
    "seal_covers": "Ada yang ditambahkan ke dalam berkas setelah segel.",
    "nothing_after": "Ada yang ditambahkan ke dalam berkas setelah tanda tangan.",
    "no_others": "Ada tanda tangan lain di dalam surat.",
    "number_matches": "Nomor di dalam surat berbeda dengan nomor di buku register.",
    "hash_matches": "Berkas ini berbeda dengan berkas yang tercatat di buku register.",
}
