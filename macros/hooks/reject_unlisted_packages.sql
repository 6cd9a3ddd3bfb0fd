{#
    Runs before every build, first: dbt takes in whatever lies in dbt_packages, asked for or not,
    with its models and hooks. Only what dbt_project.yml names under `vars: packages` takes part
    (docs/decisions/0010-supply-chain.md).
#}
{% macro reject_unlisted_packages() %}
    {%- if execute -%}
        {%- set strangers = graph.nodes.values() | map(attribute='package_name') | unique
            | reject('in', [project_name] + var('packages', [])) | sort -%}
        {%- if strangers -%}
            {{ exceptions.raise_compiler_error(
                'dbt_packages holds ' ~ strangers | join(', ') ~ ', which dbt_project.yml does not name: '
                ~ 'remove the folder, or name the package there under vars, packages'
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
