package pipeline

import (
	"os"
	"testing"

	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestMain(m *testing.M) {
	environments, account = fixture.All, fixture.Account()
	os.Exit(m.Run())
}
