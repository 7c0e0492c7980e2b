package scan

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A scan must reach no state, wherever the stack keeps it.
func TestPlansHaveNoState(t *testing.T) {
	for _, state := range []string{`"backend": {"s3": {"bucket": "states"}}`, `"cloud": {"organization": "ours"}`, `"required_version": "1"`} {
		from, to := t.TempDir(), filepath.Join(t.TempDir(), "stacks", "dev")
		stack := `{"terraform": {"required_providers": {"aws": {}}, ` + state + `}, "resource": {"aws_vpc": {}}}`
		if err := os.WriteFile(filepath.Join(from, stackFile), []byte(stack), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := withoutState(from, to); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(to, stackFile))
		if err != nil {
			t.Fatal(err)
		}
		if text := string(got); strings.Contains(text, "states") || strings.Contains(text, "ours") || !strings.Contains(text, "aws_vpc") || !strings.Contains(text, "required_providers") {
			t.Errorf("the copy is %s", text)
		}
	}
}

// Whatever else a plan asks AWS for would be made up.
func TestOnlyTheIdentityIsAnswered(t *testing.T) {
	for action, want := range map[string]int{"GetCallerIdentity": http.StatusOK, "DescribeVpcs": http.StatusBadRequest} {
		answered := httptest.NewRecorder()
		answer("somebody")(answered, httptest.NewRequest(http.MethodPost, "/?Action="+action, nil))
		if answered.Code != want {
			t.Errorf("%s is answered with %d", action, answered.Code)
		}
	}
}
