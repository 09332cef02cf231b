"""ImageKit.io, with the visitor's own account: what it can do, as rows, and how it is asked.

Facts from the official SDK (imagekitio 5.11.0), imagekit.io/docs/ai-transformations,
imagekit.io/docs/media-delivery-basic-security and imagekit.io/docs/api-reference, read on `operations.CHECKED`.
"""
