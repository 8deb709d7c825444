#include <linux/module.h>
#include <linux/platform_device.h>

static int repro_probe(struct platform_device *pdev)
{
	return 0;
}

static int repro_remove(struct platform_device *pdev)
{
	dev_info(&pdev->dev, "gone\n");
	return 0;
}

static struct platform_driver repro_driver = {
	.driver = { .name = "repro" },
	.probe = repro_probe,
	.remove = repro_remove,
};
module_platform_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
