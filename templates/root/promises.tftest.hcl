# What the topology promises of this root. It needs neither AWS nor a state: in this folder
#   terraform init -backend=false && terraform test
# or the same with tofu. What AWS would make up is made up here.
