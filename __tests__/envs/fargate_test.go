package envs_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/example/predictive-maintenance/internal/fixture"
)

// TestFargateSizes walks the table "Task CPU and memory" of the Amazon ECS
// developer guide, written here a second time as the guide has it, in GB.
func TestFargateSizes(t *testing.T) {
	const mib, gb = 1, 1024
	steps := func(from, to, step int) []int {
		var all []int
		for m := from; m <= to; m += step {
			all = append(all, m*gb)
		}
		return all
	}
	table := map[int][]int{
		256:   {512 * mib, 1 * gb, 2 * gb},
		512:   {1 * gb, 2 * gb, 3 * gb, 4 * gb},
		1024:  {2 * gb, 3 * gb, 4 * gb, 5 * gb, 6 * gb, 7 * gb, 8 * gb},
		2048:  steps(4, 16, 1),
		4096:  steps(8, 30, 1),
		8192:  steps(16, 60, 4),
		16384: steps(32, 120, 8),
	}
	validate := func(cpu, memory int) error {
		env := fixture.Dev()
		env.Services[1].CPU, env.Services[1].Memory = cpu, memory
		return env.Validate()
	}

	for cpu, memories := range table {
		for _, memory := range memories {
			require.NoError(t, validate(cpu, memory), "%d CPU units with %d MiB", cpu, memory)
		}
		// Every half GB, past both ends, and next to each that is right.
		near := []int{-1, 0, 1}
		for memory := 512; memory <= 136*gb; memory += 512 {
			near = append(near, memory-1, memory, memory+1)
		}
		for _, memory := range near {
			if slices.Contains(memories, memory) {
				continue
			}
			found := lines(t, validate(cpu, memory))
			require.Len(t, found, 1, "%d CPU units with %d MiB", cpu, memory)
			require.Contains(t, found[0], fmt.Sprintf("dev.services.ml-service.memory = %d: Fargate pairs %d CPU units with ", memory, cpu))
		}

		for _, other := range []int{cpu - 1, cpu + 1, cpu + 256, -cpu} {
			if _, ok := table[other]; ok {
				continue
			}
			found := lines(t, validate(other, memories[0]))
			require.Len(t, found, 1, "%d CPU units", other)
			require.Contains(t, found[0], fmt.Sprintf("dev.services.ml-service.cpu = %d: Fargate knows ", other))
		}
	}
}
