package terraform

import (
	"errors"
	"strings"
	"testing"
)

func TestAdvice(t *testing.T) {
	const lock = "Error: Error acquiring the state lock\n  ID:        6f3e2c1a-0000-4000-8000-000000000001\n"
	for text, want := range map[string]string{
		lock:                         "\nIf the run that holds this lock is dead, release it: terraform -chdir=x force-unlock 6f3e2c1a-0000-4000-8000-000000000001",
		lock + "EntityAlreadyExists": "\nIf the run that holds this lock is dead, release it: terraform -chdir=x force-unlock 6f3e2c1a-0000-4000-8000-000000000001",
		"EntityAlreadyExists: Role with name pdm-dev-ecs-execution already exists.": "\nIf a run that was killed has made what exists already: make adopt ENV=dev",
		"BucketAlreadyOwnedByYou":   "\nIf a run that was killed has made what exists already: make adopt ENV=dev",
		"WAFDuplicateItemException": "\nIf a run that was killed has made what exists already: make adopt ENV=dev",
		"AccessDenied":              "",
		"AccessDeniedException: User: x is not authorized to perform: kms:PutKeyPolicy on resource: y": "\nKMS may take five minutes to heed " +
			"the tag of a key that was just made: wait, and apply again",
	} {
		if got := adviceAfter(errors.New(text), "x", "dev", false); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		// Who has just done what was advised is told something else.
		adopted := adviceAfter(errors.New(text), "x", "dev", true)
		if strings.Contains(adopted, "make adopt ENV") || (adopted == "") != (want == "") {
			t.Errorf("after an adoption, %q: %q", text, adopted)
		}
	}
}
