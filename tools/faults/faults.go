// Package faults is the table of what goes wrong and is tried, which
// docs/faults.md shows.
package faults

// Fault is something that goes wrong.
type Fault struct {
	// What goes wrong.
	What string
	// Then is what happens.
	Then string
	// Test shows it: "package.TestName".
	Test string
}

// Table are the faults that are tried.
var Table = []Fault{
	{"AWS throttles, and answers every third request with an error", "the apply waits, and finishes", "faults_test.TestAWSFailsForAWhile"},
	{"AWS refuses something in the middle of an apply", "what was made is in the state, no lock is left, the next apply goes on", "faults_test.TestAWSRefuses"},
	{"the state cannot be written at the end of an apply", "it is kept in a file that the message names, and pushed from there", "faults_test.TestStateCannotBeWritten"},
	{"everything in the account is gone, the state with it", "the message names the bootstrap; it and an apply make everything anew", "faults_test.TestEverythingIsGone"},
	{"a stack's file is cut off", "no command takes it", "faults_test.TestStackIsCutOff"},
	{"a stack's file is edited by hand", "Terraform refuses what it doesn't know, a policy what opens something", "faults_test.TestStackIsEdited"},
	{"the disk is full while synthesizing", "the last result stays as it was", "faults_test.TestDiskIsFull"},
	{"the home folder cannot be written to, or there is none", "synth, validate and plan work all the same", "faults_test.TestHomeIsReadOnly"},
	{"there is no network", "synth works; init takes providers from the mirror", "faults_test.TestNoNetwork"},
	{"a first apply is killed in its middle", "the lock is named with what releases it; `make adopt` finds what no state knows, and makes the rest: everything once", "terraform_test.TestEnvironments"},
	{"two applies at once", "the second one names who holds the lock", "terraform_test.TestEnvironments"},
	{"a state object is overwritten with rubbish", "plans refuse it; the runbook restores the version before", "terraform_test.TestEnvironments"},
	{"the bootstrap is interrupted before its state has moved", "run again, it goes on where it was", "terraform_test.TestBootstrapMovesItsStateIntoTheBucket"},
	{"the state bucket is emptied", "no run takes that for a new beginning; the runbook brings every state back, and no lock", "terraform_test.TestEmptiedStateBucket"},
	{"the state bucket is missing", "the message names the bootstrap", "terraform_test.TestMissingStateBucketIsExplained"},
	{"a region is lost, and with it the control planes of IAM and Route 53", "one command has the standby answer with the same images, secrets and data, and another brings all of it back", "standby_test.TestLostRegion"},
	{"a failover without images, twice, and a failback to a region that is away", "it says what is missing, and nothing is lost", "standby_test.TestLostRegion"},
	{"a drill of a failover fails at any of its steps", "what it started is stopped, or named with what stops it, and its report is there", "standby.TestDrillStopsWhatItStarted"},
	{"two synths at once into one folder", "both finish, and the result is that of one", "command_test.TestTwoRunsAtOnce"},
	{"a synth is interrupted", "the last result stays as it was, and nothing is left beside it", "command_test.TestInterruptedRunLeavesNothing"},
	{"Node.js is missing, too old or broken", "the message says what is needed", "command_test.TestNodeIsMissingTooOldOrBroken"},
	{"Terraform is missing or too old", "the message says what is needed, or setup installs it", "toolchain.TestTerraformPathNamesTheWayOut"},
	{"a download is cut off, changed or unreachable", "nothing is installed", "toolchain.TestInstallNodeRefusesATruncatedArchive"},
	{"the emulator's port is taken, or its parent killed", "the message says so; no server stays behind", "emulator.TestEndsWithAParentThatIsKilled"},
}
