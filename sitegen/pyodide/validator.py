"""Takes the place of dicebear.validator in the bundle: the same names, no checks."""


class OptionsValidator:
    @staticmethod
    def validate(options: object) -> None:
        """Options are our own constants."""


class StyleValidator:
    @staticmethod
    def validate(definition: object) -> None:
        """The definition is the one that the build pinned."""
