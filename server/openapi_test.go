package server

import (
	"os"
	"testing"
)

func TestTheCommittedOpenAPIDocumentIsCurrent(t *testing.T) {
	want, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../frontend/src/api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("frontend/src/api/openapi.json is out of date: run make generate")
	}
	again, err := OpenAPI()
	if err != nil || string(again) != string(want) {
		t.Errorf("the document differs from run to run (%v)", err)
	}
}
