package envs

import "fmt"

// memoryRange is the memory that Fargate offers for one CPU size, in MiB.
type memoryRange struct{ min, max, step int }

// fargateMemory maps CPU units to the memory that Fargate pairs them with on
// Linux (task size, Amazon ECS task definition parameters).
var fargateMemory = map[int]memoryRange{
	256:   {512, 2048, 0},
	512:   {1024, 4096, 1024},
	1024:  {2048, 8192, 1024},
	2048:  {4096, 16384, 1024},
	4096:  {8192, 30720, 1024},
	8192:  {16384, 61440, 4096},
	16384: {32768, 122880, 8192},
}

// fargateCPU are the sizes in ascending order, for messages.
var fargateCPU = []int{256, 512, 1024, 2048, 4096, 8192, 16384}

// has says whether Fargate offers this much memory. The smallest size doubles
// from 512 MiB instead of going up in steps.
func (r memoryRange) has(mib int) bool {
	if mib < r.min || mib > r.max {
		return false
	}
	if r.step == 0 {
		return mib&(mib-1) == 0
	}
	return (mib-r.min)%r.step == 0
}

func (r memoryRange) String() string {
	if r.step == 0 {
		return fmt.Sprintf("%d, %d or %d MiB", r.min, 2*r.min, r.max)
	}
	return fmt.Sprintf("%d to %d MiB in steps of %d", r.min, r.max, r.step)
}
