LABELS = {"law": "of the law"}
PARTS_OF_SPEECH = {"pp.": "participle"}
