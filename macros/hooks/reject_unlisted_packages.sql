{#
    Runs before every build, first. dbt loads every folder in dbt_packages, with its models and
    hooks. Only packages listed in dbt_project.yml under `vars: packages` are allowed
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
