"""The report of one film: what its pages say and where, findings first.

Pages of fixed size that flow from one to the next (``sheets`` beside); called by ``output``, ``dicom`` is handed the
pages. What is said in words made of fixed parts (``conclusion``) is marked as the model's.
"""
