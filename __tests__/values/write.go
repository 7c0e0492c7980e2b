package values

import (
	"fmt"
	"io"

	"github.com/example/predictive-maintenance/internal/initialize"
)

// Write puts the set in the place of the values in the folder of a project, as
// `make init` does with what is answered.
func (s Set) Write(root string) error {
	old := initialize.Current()
	values := old
	values.Accounts, values.Environments = s.accounts(), s.Environments
	files, err := initialize.Rewrite(root, old, values)
	if err != nil {
		return fmt.Errorf("write %s: %w", s.Name, err)
	}
	return initialize.Init{Root: root, Out: io.Discard}.Write(files)
}
