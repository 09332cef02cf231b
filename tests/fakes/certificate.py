"""A certificate for a day, signed by nobody."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """Two PEM files, and the key's fingerprint: the SHA-256 of its SubjectPublicKeyInfo in base64."""

    file: str
    key_file: str
    spki: str


def throw_away(folder: Path, hosts: Sequence[str]) -> Certificate:
    """Makes one for `hosts` in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, spki = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    pkcs8, open_text = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file, key_file = folder / "certificate.pem", folder / "key.pem"
    file.write_bytes(certificate.public_bytes(pem))
    key_file.write_bytes(key.private_bytes(pem, pkcs8, open_text))
    fingerprint = hashlib.sha256(key.public_key().public_bytes(serialization.Encoding.DER, spki)).digest()
    return Certificate(str(file), str(key_file), base64.b64encode(fingerprint).decode())
