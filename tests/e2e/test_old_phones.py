"""Phones of ten years ago speak TLS 1.2, and nothing older is spoken."""

import ssl

import httpx
import pytest
from suara_local import patient
from suara_local.running import Running


def opened(suara: Running, version: ssl.TLSVersion) -> httpx.Response:
    """The page of a survey over exactly this version."""
    context = ssl.create_default_context()
    # The stack's certificate is of its own making; what is tested is the protocol.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = version
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    code = suara.survey("W11-01")["code"]
    url = f"https://localhost:{suara.stack.ports['tls']}/s/{code}"
    with patient.client(verify=context, follow_redirects=True) as client:
        return client.get(url)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_form_opens(suara: Running, version: ssl.TLSVersion) -> None:
    answer = opened(suara, version)
    assert answer.status_code == 200
    assert "<form" in answer.text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nothing_older_is_spoken(suara: Running) -> None:
    with pytest.raises(httpx.ConnectError):
        opened(suara, ssl.TLSVersion.TLSv1_1)
