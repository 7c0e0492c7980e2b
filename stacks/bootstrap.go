package stacks

import (
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/example/predictive-maintenance/backend"
	"github.com/example/predictive-maintenance/envs"
)

// newBootstrap declares the stack that creates the state's bucket, table and
// key. Its state lies in that same bucket; `make bootstrap` runs it with a
// local state first and then moves the state in.
//
// Beside it, it creates such a store in each region that an environment has its
// standby in, for the states of those: the standby's must be there when the region
// of all others is not.
func newBootstrap(app cdktf.App, account envs.Account, environments []envs.Environment) error {
	name := account.BootstrapStack()
	s, err := newStack(app, account, name, account.Store.Region, envs.DefaultTags(envs.SharedTag), account.Store.StateOf(name))
	if err != nil {
		return err
	}
	state := backend.NewStateStore(s.module("state"), account.Store, nil)
	for _, store := range account.StandbyStores(environments) {
		beside := backend.NewStateStore(s.module("state_"+store.Region), store, s.in(store.Region))
		s.output("state_bucket_arn_"+store.Region, "The S3 bucket with the states of standbys in "+store.Region, beside.BucketARN)
	}

	s.output("state_bucket_arn", "The S3 bucket with the state of every stack", state.BucketARN)
	s.output("state_lock_table_arn", "The DynamoDB table with the locks", state.TableARN)
	s.output("state_key_arn", "The KMS key that encrypts both", state.KeyARN)
	return nil
}
