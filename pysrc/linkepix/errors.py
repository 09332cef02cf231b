"""Everything that can go wrong, as one tree. Ground floor: imports nothing of ours.

LinkepixError
├── InputError                what the visitor typed cannot be used; names the field
├── FormError                 a form is too large or arrived damaged; nothing of it was used
├── PictureFileError          a picture file cannot be read or changed; has a reason
├── TableError                a table cannot be read; has a reason
├── UndeclaredRecipientError  a request to whom, or for what, the manifest does not declare: nothing is sent
├── UndeclaredNameError       something would be kept under a name that the manifest does not declare
├── PromptLeakError           a prompt would have carried what it must not: nothing is sent
├── StorageError              the browser refused to keep or to give back
│   └── StorageFullError      no space left; what was there is intact
├── NotInLibraryError         the record was asked for, and is not there
├── TaskChangedError          a task is not as it was believed to be: something else has happened to it
├── PictureError              a picture could not be worked on
│   ├── NotAPictureError      a file that this browser can't read as a picture
│   ├── PictureTooLargeError  more pixels than are worked on, or than this device has memory for
│   ├── ResultTooLargeError   what the recipe asks for: too long a side, or too many pixels
│   ├── CodecMissingError     a part for this format could not be loaded: no network
│   ├── ModelMissingError     what finds a picture's subject could not be loaded: no network
│   ├── NoSubjectError        there is nothing in the picture that stands out
│   └── PictureStoppedError   the visitor pressed Stop
├── PartMissingError          a part of the program that comes later could not be loaded
└── ProviderError             a provider did not deliver
    ├── MissingKeyError       no key is saved for it, so nothing was sent
    ├── KeyRejectedError      401, or Gemini's 400 API_KEY_INVALID
    ├── AccessDeniedError     403: country, organisation not verified, key restricted
    ├── ModelNotFoundError    404, or 400 model_not_found: shut down or mistyped
    ├── BadRequestError       another 400: the provider does not take what was asked
    ├── BillingError          400 billing_hard_limit_reached
    ├── QuotaExhaustedError   429 insufficient_quota: waiting does not help
    ├── RateLimitedError      429: waiting helps
    ├── RefusedError          moderation: an HTTP 400, or a refusal or block inside a 200
    ├── ProviderDownError     5xx
    ├── UnreachableError      no answer: offline, CORS, a blocker; a browser does not tell which
    │   └── GatewayUnreachableError  the same of a gateway; names its host
    ├── TimedOutError         no answer in time
    ├── CutOffError           the stream ended before its last event
    ├── GarbledAnswerError    an answer that cannot be read
    ├── SignatureRejectedError  what was signed here is not accepted: keys of two accounts, or a wrong clock
    ├── TooLargeToSendError   a picture with more bytes or pixels than the provider takes
    ├── NotPrivateError       the provider kept a picture where anybody could open it; it was deleted
    ├── StillWorkingError     the provider had no result by the end of the time that we wait
    ├── EditRefusedError      the provider can't do this to this picture
    ├── FileGoneError         404: the provider no longer has the file
    ├── NotAGatewayError      something else than a gateway is at the visitor's address
    ├── WorkFailedError       a gateway says that the work has failed
    ├── WorkForgottenError    a gateway no longer knows the work, or what can be done with it
    ├── NotDoneYetError       a gateway was not done by the end of the time that we wait: it can be asked again
    ├── PictureElsewhereError  a picture is ready, at an address that a page may not read
    └── LeftBehindError       a picture could not be deleted at the provider; names the file

A visitor's sentence for each leaf is in templates/partials/failure.html, by `code`.
"""

from __future__ import annotations


class LinkepixError(Exception):
    """Root of the tree. `code` names the leaf in templates and records."""

    code = "unknown"

    @classmethod
    def of(cls, error: Exception) -> LinkepixError:
        """Return the error itself if it is one of ours, else an unknown one with its message."""
        return error if isinstance(error, LinkepixError) else cls(str(error))


class InputError(LinkepixError):
    """What the visitor typed cannot be used."""

    code = "input"

    def __init__(self, field: str, problem: str) -> None:
        """Name the form field and the problem, both as ids that a template puts into words."""
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class FormError(LinkepixError):
    code = "form"


class PictureFileError(LinkepixError):
    """A picture file cannot be used. `reason` is one of REASONS, for a template to put into words."""

    code = "picture-file"
    REASONS = ("empty", "gone", "unknown-type", "cut-off", "damaged", "too-large", "too-complex", "not-strippable")

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class TableError(LinkepixError):
    """A table cannot be read. `reason` is one of REASONS; `row` as the file counts them, 0 where it is none's."""

    code = "table"
    REASONS = (
        "empty",
        "too-large",
        "not-text",
        "cell-too-long",
        "old-workbook",
        "encrypted",
        "not-a-workbook",
        "damaged",
        "unpacks-too-large",
        "no-such-sheet",
    )

    def __init__(self, reason: str, row: int = 0) -> None:
        super().__init__(f"{reason}: row {row}" if row else reason)
        self.reason = reason
        self.row = row


class PromptLeakError(LinkepixError):
    code = "prompt-leak"


class UndeclaredRecipientError(LinkepixError):
    """`host` as the request had it, at most 100 characters; `purpose` an id, or empty."""

    code = "undeclared-recipient"

    def __init__(self, host: str, purpose: str = "") -> None:
        super().__init__(f"{host} is not declared{f' for {purpose!r}' if purpose else ''}")
        self.host = host[:100]
        self.purpose = purpose


class UndeclaredNameError(LinkepixError):
    code = "undeclared-name"


class StorageError(LinkepixError):
    code = "storage"


class StorageFullError(StorageError):
    code = "storage-full"


class NotInLibraryError(LinkepixError):
    code = "not-in-library"


class TaskChangedError(LinkepixError):
    """`state` is the task's, "" where it is gone."""

    code = "task-changed"

    def __init__(self, task_id: str, state: str = "") -> None:
        super().__init__(f"{task_id}: {state or 'gone'}")
        self.task_id = task_id
        self.state = state


class PictureError(LinkepixError):
    code = "picture"


class NotAPictureError(PictureError):
    code = "not-a-picture"


class PictureTooLargeError(PictureError):
    code = "picture-too-large"


class ResultTooLargeError(PictureError):
    code = "result-too-large"


class CodecMissingError(PictureError):
    code = "codec-missing"


class ModelMissingError(PictureError):
    code = "model-missing"


class NoSubjectError(PictureError):
    code = "no-subject"


class PictureStoppedError(PictureError):
    code = "picture-stopped"


class PartMissingError(LinkepixError):
    code = "part-missing"


class ProviderError(LinkepixError):
    """A provider did not deliver.

    Attributes:
        provider: the id of its row in `providers.registry`.
        status: the HTTP status, or None where there was no answer.
        detail: the provider's own words, at most 300 characters, never with a key in them.
        may_be_billed: whether the provider may charge although nothing arrived.
        retry_after: seconds that the provider wants to be left alone for; None where it does not say.
    """

    code = "provider"
    retry_after: float | None = None

    def __init__(
        self,
        provider: str,
        detail: str = "",
        *,
        status: int | None = None,
        may_be_billed: bool = False,
    ) -> None:
        super().__init__(f"{provider}: {self.code}: {status or ''} {detail}".strip())
        self.provider = provider
        self.status = status
        self.detail = detail
        self.may_be_billed = may_be_billed


class MissingKeyError(ProviderError):
    code = "missing-key"


class KeyRejectedError(ProviderError):
    code = "key-rejected"


class AccessDeniedError(ProviderError):
    code = "access-denied"


class ModelNotFoundError(ProviderError):
    code = "model-not-found"


class BadRequestError(ProviderError):
    code = "bad-request"


class BillingError(ProviderError):
    code = "billing"


class QuotaExhaustedError(ProviderError):
    code = "quota-exhausted"


class RateLimitedError(ProviderError):
    code = "rate-limited"


class RefusedError(ProviderError):
    code = "refused"


class ProviderDownError(ProviderError):
    code = "provider-down"


class UnreachableError(ProviderError):
    code = "unreachable"


class GatewayUnreachableError(UnreachableError):
    """`host` is where the gateway was looked for."""

    code = "gateway-unreachable"

    def __init__(self, provider: str, host: str, *, may_be_billed: bool = False) -> None:
        super().__init__(provider, may_be_billed=may_be_billed)
        self.host = host


class TimedOutError(ProviderError):
    code = "timed-out"


class CutOffError(ProviderError):
    code = "cut-off"


class GarbledAnswerError(ProviderError):
    code = "garbled-answer"


class SignatureRejectedError(ProviderError):
    code = "signature-rejected"


class TooLargeToSendError(ProviderError):
    """`bytes_limit` is the most that is taken; `pixels_below` what a picture must have fewer of, 0 for any number."""

    code = "too-large-to-send"

    def __init__(self, provider: str, *, bytes_limit: int, pixels_below: int = 0, status: int | None = None) -> None:
        super().__init__(provider, status=status)
        self.bytes_limit = bytes_limit
        self.pixels_below = pixels_below


class NotPrivateError(ProviderError):
    code = "not-private"


class StillWorkingError(ProviderError):
    code = "still-working"


class EditRefusedError(ProviderError):
    code = "edit-refused"


class FileGoneError(ProviderError):
    code = "file-gone"


class NotAGatewayError(ProviderError):
    """`host` is the one of the visitor's address."""

    code = "not-a-gateway"

    def __init__(self, provider: str, host: str, *, status: int | None = None) -> None:
        super().__init__(provider, status=status)
        self.host = host


class WorkFailedError(ProviderError):
    code = "work-failed"


class WorkForgottenError(ProviderError):
    code = "work-forgotten"


class NotDoneYetError(ProviderError):
    code = "not-done-yet"


class PictureElsewhereError(ProviderError):
    """`address` is where the picture is, at `host`."""

    code = "picture-elsewhere"

    def __init__(self, provider: str, host: str, address: str) -> None:
        super().__init__(provider, may_be_billed=True)
        self.host = host
        self.address = address


class LeftBehindError(ProviderError):
    """`name` is the file's at the provider; `cause` the `code` of the error that kept it there."""

    code = "left-behind"

    def __init__(self, provider: str, name: str, cause: str) -> None:
        super().__init__(provider)
        self.name = name
        self.cause = cause
