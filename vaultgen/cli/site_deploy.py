"""`vaultgen site deploy-init`: the recipe by which a host publishes the site."""

from __future__ import annotations

from pathlib import Path

import click

from vaultgen.cli.options import folder_option

__all__ = ["deploy_init"]


@click.command("deploy-init")
@folder_option
@click.argument(
    "host", type=click.Choice(["github", "gitlab", "cloudflare", "netlify", "nginx"]), metavar="HOST"
)
@click.option("--stdout", is_flag=True, help="Print the file and write nothing.")
@click.pass_obj
def deploy_init(folder: Path, *, host: str, stdout: bool) -> None:
    """Write what HOST needs to build and publish the site, and say what to do next.

    HOST is github, gitlab, cloudflare, netlify or nginx. A file that is there already is never overwritten.
    """
    from vaultgen.site.build.choices import settings_of
    from vaultgen.site.deploy.recipes import facts_of, recipe
    from vaultgen.site.deploy.write import write_recipe
    from vaultgen.vault.project import find_project

    facts = facts_of(settings_of(folder), find_project(folder).parent.resolve())
    found = recipe(host, facts)
    if stdout:
        click.echo(found.text, nl=False)
        return
    fresh = write_recipe(facts.repository, found, f"vaultgen site deploy-init {host}")
    click.echo(f"{found.path}: {'written' if fresh else 'up to date'}")
    for number, step in enumerate(found.steps, 1):
        click.echo(f"{number}. {step}")
