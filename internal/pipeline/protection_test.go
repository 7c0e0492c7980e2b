package pipeline

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestProtection(t *testing.T) {
	mux := http.NewServeMux()
	answer := func(path, body string) {
		mux.HandleFunc("GET /repos/owner/name"+path, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
	}
	answer("", `{}`)
	answer("/environments/production", `{
		"deployment_branch_policy": {"protected_branches": false, "custom_branch_policies": true},
		"protection_rules": [
			{"type": "wait_timer", "wait_timer": 5},
			{"type": "required_reviewers", "reviewers": [{"type": "User", "reviewer": {"id": 1}}, {"type": "Team", "reviewer": {"id": 2}}]},
			{"type": "branch_policy"}
		]}`)
	answer("/environments/dev", `{"protection_rules": []}`)
	server := httptest.NewServer(mux)
	defer server.Close()
	t.Setenv("GITHUB_API_URL", server.URL)

	g, err := GitHubOf("owner/name", "token")
	if err != nil {
		t.Fatal(err)
	}
	for environment, want := range map[string]Protection{
		"production": {Exists: true, Reviewers: 2},
		"dev":        {Exists: true, AnyBranch: true},
		"nowhere":    {},
	} {
		if got, err := g.Protection(context.Background(), environment); err != nil || got != want {
			t.Errorf("%s: %+v, %v", environment, got, err)
		}
	}

	// A repository that the token doesn't reach is no missing environment.
	hidden, err := GitHubOf("owner/hidden", "token")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := hidden.Protection(context.Background(), "production"); err == nil || !strings.Contains(err.Error(), "read the repository owner/hidden") {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := GitHubOf("name", "token"); err == nil || !strings.Contains(err.Error(), `"owner/name"`) {
		t.Error(err)
	}
}
