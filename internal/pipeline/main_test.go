package pipeline

import (
	"os"
	"testing"

	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestMain(m *testing.M) {
	environments, accounts = fixture.All, fixture.Accounts
	os.Exit(m.Run())
}
