#include <linux/module.h>
#include <net/netfilter/nf_tables.h>

static const struct nft_expr_ops __maybe_unused repro_ops = {
	.size = sizeof(struct nft_expr),
	.reduce = NULL,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
