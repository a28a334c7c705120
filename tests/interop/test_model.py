from io import BytesIO

import pytest
from sklearn.pipeline import Pipeline

from lamplighter.interop import read_model, write_model


def test_model_predicts_after_reading_as_before_writing(session):
    file = BytesIO()
    write_model(session.end_model_, file)
    file.seek(0)
    model = read_model(file)
    assert isinstance(model, Pipeline)
    assert list(model.classes_) == ["ja", "nein, nie"]
    assert model.predict_proba(session.corpus.texts) == pytest.approx(session.predict_proba())
    assert list(model.predict(["good good film", "bad food"])) == ["ja", "nein, nie"]
