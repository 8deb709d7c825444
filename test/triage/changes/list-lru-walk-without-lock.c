#include <linux/module.h>
#include <linux/list_lru.h>

static enum lru_status repro_isolate(struct list_head *item, struct list_lru_one *list, spinlock_t *lock,
				     void *arg)
{
	spin_unlock(lock);
	cond_resched();
	spin_lock(lock);
	return LRU_RETRY;
}

static __maybe_unused unsigned long repro_walk(struct list_lru *lru)
{
	return list_lru_walk(lru, repro_isolate, NULL, 16);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
