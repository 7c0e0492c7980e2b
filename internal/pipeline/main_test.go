package pipeline

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/example/predictive-maintenance/internal/cost"
	"github.com/example/predictive-maintenance/internal/fixture"
)

func TestMain(m *testing.M) {
	environments, accounts = fixture.All, fixture.Accounts
	priceList = func() (cost.Prices, error) {
		content, err := os.ReadFile("../cost/testdata/prices.csv")
		if err != nil {
			return nil, err
		}
		return cost.Parse(content)
	}
	os.Exit(m.Run())
}

// repository is a Git repository without a commit, and Git in it.
func repository(t *testing.T) (dir string, git func(args ...string) string) {
	t.Helper()
	dir = t.TempDir()
	git = func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = dir
		printed, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", args, printed)
		}
		return strings.TrimSpace(string(printed))
	}
	git("init", "--quiet", "--initial-branch=main")
	return dir, git
}
