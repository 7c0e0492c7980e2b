package terraform

import (
	"strings"
	"testing"
)

func TestRolesAreForTheEmulator(t *testing.T) {
	for _, test := range []struct{ endpoint, role, want string }{
		{"", "pdm-dev-deploy", "ROLE is for the emulator"},
		{"http://127.0.0.1:1", "pdm-dev-depoly", `no role of delivery is named "pdm-dev-depoly"; there are pdm-dev-deploy, pdm-dev-plan, pdm-dev-push, pdm-plan, `},
		{"http://127.0.0.1:1", "pdm-dev-deploy", "make apply ENV=account TARGET=emulator"},
	} {
		err := (&Runner{Target: Target{Endpoint: test.endpoint}}).As(t.Context(), test.role)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.role, err, test.want)
		}
	}
}
